"""What scripts/try-image.py is made of: the Dockerfile read, and an engine of chroot and mounts that obeys it."""
