"""Sessions: the phone, the wall and the facilitator, and what is left of a session when it is over."""
