"""Prints the primes below a number: 100, or the first argument."""
import sys

limit = int(sys.argv[1]) if len(sys.argv) > 1 else 100
sieve = [True] * limit
for n in range(2, limit):
    if sieve[n]:
        print(n)
        for multiple in range(n * n, limit, n):
            sieve[multiple] = False
