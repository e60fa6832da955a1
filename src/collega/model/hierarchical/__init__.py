"""The hierarchical model: everyone weighs in their own way, and all learn from each other; full Bayesian.

Participant i has coefficients b_i = m + G z_i + d f_i + w * u_i and answers j where tau_{j-1} < x'b_i + e <= tau_j,
with e ~ N(0, 1). Along the common direction d people differ in many criteria at once: camps, strict and lenient.
"""


def warm() -> None:
    """Compile every kernel with the types that the product uses."""
    from collega.model.hierarchical.warm import warm as compile_kernels

    compile_kernels()
