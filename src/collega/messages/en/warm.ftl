warm-not-compiled = The kernels of { $room } could not be compiled; the lines above say why.
