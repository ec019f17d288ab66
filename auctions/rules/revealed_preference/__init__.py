"""Revealed preference for the compliance desk (R-R1 to R-R3): do choices fit any values at all?"""
