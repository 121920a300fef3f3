#!/bin/sh
# Two starts of Python a package, of which there are a dozen. Python itself keeps the bytecode of what root first runs.
exit 0
