"""How they weigh: pooled, mixed, hierarchical."""


def warm() -> None:
    """Compile the kernels of the maximum-likelihood models with a tiny panel."""
    from collega.model.warm import warm_maximum_likelihood

    warm_maximum_likelihood()
