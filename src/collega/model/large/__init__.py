"""The hierarchical model for panels that are too large to sample: a subsample for the population, then everybody."""


def warm() -> None:
    """Compile every kernel with the types that the product uses."""
    from collega.model.large.warm import warm as compile_kernels

    compile_kernels()
