package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.secureexec.engine.CodeExecutor;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.ExecutionStatus;
import io.jenkins.plugins.secureexec.engine.LimitPresets;
import io.jenkins.plugins.secureexec.engine.OutputListener;
import io.jenkins.plugins.secureexec.engine.ValidationMode;
import io.jenkins.plugins.secureexec.engine.language.Language;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What bin/bench runs: the same programs in every way, one after the other, round by round. */
final class Benchmark {
    private static final String AGENT = "benchmark " + ProcessHandle.current().pid();
    private static final String EXPECTED = "42\n";
    private static final int CROWD = 100;

    private final int rounds;
    private final DockerClient client = TestDaemon.client(null);
    private final CodeExecutor cold =
            CodeExecutor.open(TestImages.engine(Map.of("pool_size", 0, "agent", AGENT + " cold")));
    private final CodeExecutor warm = CodeExecutor.open(TestImages.engine(Map.of("pool_size", 1, "agent", AGENT)));

    private interface Work {
        void run() throws Exception;
    }

    private Benchmark(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        Benchmark benchmark = new Benchmark(Integer.parseInt(args[0]));
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("python", "print(42)\n");
        programs.put("bash", "echo 42\n");
        programs.put("c", "#include <stdio.h>\nint main(void) { puts(\"42\"); return 0; }\n");
        programs.put("java", "public class Main { public static void main(String[] a) { System.out.println(42); } }\n");
        System.out.println("| program | bare | bare bwrap | native | docker run --rm | docker cold | docker warm "
                + "| native / bwrap | cold / docker run | warm / docker run |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        if (args.length > 1) {
            programs.keySet().retainAll(Arrays.asList(args).subList(1, args.length));
        }
        for (Map.Entry<String, String> program : programs.entrySet()) {
            benchmark.row(program.getKey(), program.getValue());
        }
        System.out.println();
        benchmark.crowds();
        benchmark.cold.close();
        benchmark.warm.close();
        benchmark.client.close();
    }

    private void row(String id, String code) throws Exception {
        Language language = TestImages.languages().get(id);
        String shell = shell(language, code);
        int stages = language.isCompiled() ? 2 : 1;
        List<Work> ways = List.of(
                () -> process(code, List.of("/bin/sh", "-c", "cd $(mktemp -d) && " + shell)),
                () -> process(code, bwrap(shell)),
                () -> engine(warm, id, code, Environment.NATIVE),
                () -> process(code, dockerRun(shell)),
                () -> engine(cold, id, code, Environment.DOCKER),
                () -> engine(warm, id, code, Environment.DOCKER));
        double[][] millis = new double[ways.size()][rounds];
        for (int round = -3; round < rounds; round++) {
            for (int way = 0; way < ways.size(); way++) {
                settle(way == ways.size() - 1 && round > -3 ? stages : 0);
                long start = System.nanoTime();
                ways.get(way).run();
                if (round >= 0) {
                    millis[way][round] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        double[] median = new double[ways.size()];
        StringBuilder line = new StringBuilder("| " + id);
        for (int way = 0; way < median.length; way++) {
            Arrays.sort(millis[way]);
            median[way] = (millis[way][(rounds - 1) / 2] + millis[way][rounds / 2]) / 2;
            line.append(String.format(Locale.ROOT, " | %.0f ms", median[way]));
        }
        System.out.printf(
                Locale.ROOT,
                "%s | %.2f | %.2f | %.2f |%n",
                line,
                median[2] / median[1],
                median[4] / median[3],
                median[5] / median[3]);
    }

    /**
     * Removals and the pool's own starts are over, as they are for builds that do something else as well: it has been so
     * for a while, since the daemon forgets a container before the kernel has taken down all of it.
     */
    private void settle(int waiting) {
        await().pollInterval(Duration.ofMillis(20))
                .during(Duration.ofMillis(120))
                .until(() -> {
                    var ours = client.listContainersCmd()
                            .withShowAll(true)
                            .withLabelFilter(Map.of(Labels.AGENT, AGENT))
                            .exec();
                    return ours.size() >= waiting && ours.stream().allMatch(one -> "running".equals(one.getState()));
                });
    }

    private void crowds() throws Exception {
        String code = "print(42)\n";
        String shell = shell(TestImages.languages().get("python"), code);
        double bwrap = crowd(() -> process(code, bwrap(shell)));
        double nativeWay = crowd(() -> engine(warm, "python", code, Environment.NATIVE));
        double run = crowd(() -> process(code, dockerRun(shell)));
        double docker = crowd(() -> engine(warm, "python", code, Environment.DOCKER));
        System.out.println(
                "| " + CROWD + " requests at once (python) | bare bwrap | native | docker run --rm | docker |");
        System.out.println("|---|---|---|---|---|");
        System.out.printf(Locale.ROOT, "| per second | %.1f | %.1f | %.1f | %.1f |%n", bwrap, nativeWay, run, docker);
        System.out.printf(
                Locale.ROOT,
                "%nnative / bwrap %.2f, docker / docker run %.2f; none lost%n",
                nativeWay / bwrap,
                docker / run);
    }

    /** All ways get as many at a time as the engine lets run at once. */
    private static double crowd(Work work) throws Exception {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        CountDownLatch done = new CountDownLatch(CROWD);
        List<Exception> failures = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < CROWD; i++) {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        threads.shutdown();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return CROWD / seconds;
    }

    private static void engine(CodeExecutor executor, String language, String code, Environment environment) {
        ExecutionResult result = executor.execute(
                ExecutionRequest.of(language, code)
                        .environment(environment)
                        .validation(ValidationMode.OFF)
                        .build(),
                OutputListener.NONE);
        if (result.status() != ExecutionStatus.SUCCESS || !result.stdout().equals(EXPECTED)) {
            throw new IllegalStateException(result.toString());
        }
    }

    private static void process(String code, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(code.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !printed.equals(EXPECTED)) {
            throw new IllegalStateException(command + " printed " + printed);
        }
    }

    private static String shell(Language language, String code) {
        Language.Program program = language.program(code.getBytes(StandardCharsets.UTF_8));
        String compile = language.isCompiled() ? String.join(" ", program.compile()) + " && " : "";
        return "cat >" + program.file() + " && " + compile + String.join(" ", program.run());
    }

    private static List<String> bwrap(String shell) {
        return List.of(
                "bwrap",
                "--unshare-all",
                "--die-with-parent",
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/bin",
                "/bin",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                "--ro-bind",
                "/etc",
                "/etc",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--tmpfs",
                "/tmp",
                "--chdir",
                "/tmp",
                "/bin/sh",
                "-c",
                shell);
    }

    private static List<String> dockerRun(String shell) {
        var limits = LimitPresets.defaults();
        return List.of(
                "docker",
                "run",
                "--rm",
                "-i",
                "--network",
                "none",
                "--read-only",
                "--tmpfs",
                "/tmp:rw,exec,mode=1777",
                "--workdir",
                "/tmp",
                "--env",
                "HOME=/tmp",
                "--user",
                "65534:65534",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--memory",
                limits.maxMemoryMb() + "m",
                "--memory-swap",
                limits.maxMemoryMb() + "m",
                "--cpus",
                Double.toString(limits.maxCpuPercent() / 100.0),
                "--pids-limit",
                "64",
                "--log-driver",
                "none",
                "--ulimit",
                "nofile=1024",
                "--ulimit",
                "core=0",
                TestImages.TOOLCHAIN,
                "/bin/sh",
                "-c",
                shell);
    }
}
