#!/bin/sh
# What people and the command kitte ask of this machine: docs/contract.md
PYTHONPATH=/usr/local/lib/kitte/kitte.pyz exec python3 -m kitte.control.control "$@"
