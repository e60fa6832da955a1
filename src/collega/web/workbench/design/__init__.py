"""The scenarios: composing them, changing one, and trying the study out."""
