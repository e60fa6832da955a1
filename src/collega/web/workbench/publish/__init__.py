"""What readers see: which fit, who sees it, whose share comes first, and what was asked."""
