// The length of the Collatz sequence of each of the first numbers.
fn length(mut n: u64) -> u32 {
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

fn main() {
    for n in 1..=20 {
        println!("{n}: {}", length(n));
    }
}
