"""Puts files out of the system's cache, so that the next who reads them reads the disk.

Usage: forget_files.py FILE…
"""

import os
import sys


def forget(files):
    for name in files:
        descriptor = os.open(name, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


if __name__ == "__main__":
    forget(sys.argv[1:])
