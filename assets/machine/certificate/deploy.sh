#!/bin/sh
exec python3 /usr/local/lib/kitte/kitte.pyz certificate
