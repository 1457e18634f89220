"""Prints the primes below a hundred."""

LIMIT = 100

sieve = [True] * LIMIT
for n in range(2, LIMIT):
    if sieve[n]:
        print(n)
        for multiple in range(n * n, LIMIT, n):
            sieve[multiple] = False
