"""What readers and the public see of the fits of a study, and what of it must wait."""
