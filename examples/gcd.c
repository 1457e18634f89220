/* Greatest common divisors. */
#include <stdio.h>

static unsigned gcd(unsigned a, unsigned b) {
    return b == 0 ? a : gcd(b, a % b);
}

int main(void) {
    for (unsigned n = 1; n <= 10; n++) {
        printf("gcd(%u, 60) = %u\n", n * 6, gcd(n * 6, 60));
    }
    return 0;
}
