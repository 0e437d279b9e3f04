"""MusicLDM (arXiv 2308.01546) as a teacher, and a MusicCM student of its shape as an instrument."""
