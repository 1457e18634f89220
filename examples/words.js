// Counts the words of a text.
const text = 'the quick brown fox jumps over the lazy dog the end';
const counts = new Map();
for (const word of text.split(' ')) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
for (const [word, count] of [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))) {
  console.log(`${count} ${word}`);
}
