"""The website. The rows hold the truth; ``bridge`` turns them into objects of the engine, and back."""
