import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.insight.disclosure import shown_groups


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(1, 8))
def test_what_is_hidden_never_follows_by_subtraction(sizes: list[int], minimum: int) -> None:
    groups = {str(key): size for key, size in enumerate(sizes)}
    shown = shown_groups(groups, minimum)
    hidden = [size for key, size in groups.items() if key not in shown and size > 0]
    assert all(groups[key] >= minimum for key in shown)
    if shown and hidden:
        assert len(hidden) >= 2
        assert sum(hidden) >= minimum


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 10, "b": 9, "c": 8}, {"a", "b", "c"}),
        ({"a": 10, "b": 9, "c": 2}, {"a"}),  # c alone would follow, so b, the smallest, goes as well
        ({"a": 10, "b": 9, "c": 2, "d": 1}, {"a"}),  # c and d together are three people
        ({"a": 10, "b": 3, "c": 3}, {"a"}),
        ({"a": 10, "b": 9, "c": 0}, {"a", "b"}),
        ({"a": 4}, set()),
    ],
)
def test_by_hand(sizes: dict[str, int], shown: set[str]) -> None:
    assert shown_groups(sizes, 5) == shown
