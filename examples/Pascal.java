/** Pascal's triangle. */
public class Pascal {
    public static void main(String[] args) {
        long[] row = {1};
        for (int n = 0; n < 10; n++) {
            StringBuilder line = new StringBuilder();
            for (long value : row) {
                line.append(value).append(' ');
            }
            System.out.println(line.toString().trim());
            long[] next = new long[row.length + 1];
            for (int i = 0; i < row.length; i++) {
                next[i] += row[i];
                next[i + 1] += row[i];
            }
            row = next;
        }
    }
}
