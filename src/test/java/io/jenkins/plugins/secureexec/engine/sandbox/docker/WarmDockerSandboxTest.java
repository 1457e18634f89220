package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import io.jenkins.plugins.secureexec.engine.EngineConfiguration;
import io.jenkins.plugins.secureexec.engine.Environment;
import io.jenkins.plugins.secureexec.engine.ExecutionRequest;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.sandbox.ContractCase;
import io.jenkins.plugins.secureexec.engine.sandbox.SandboxContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

/**
 * The contract with containers that were waiting, each of which is shown to have been. One hostile program of each row in
 * each language, and two languages in detail, unless secure-exec.warm=all asks for everything.
 */
class WarmDockerSandboxTest extends SandboxContract {
    private static final boolean ALL = "all".equals(System.getProperty("secure-exec.warm"));
    private static final int ATTEMPTS = 5;

    private final String agent = "test-" + UUID.randomUUID();
    private final DockerClient client = TestDaemon.client(null);
    private final Set<Long> used = new HashSet<>();

    @Override
    protected Environment environment() {
        return Environment.DOCKER;
    }

    @Override
    protected EngineConfiguration configuration() {
        return TestImages.engine(Map.of("agent", agent));
    }

    // These are found instead of those of the same name in the contract.

    protected static Stream<ContractCase> hostilePrograms() throws IOException {
        Set<String> seen = new HashSet<>();
        return ContractCase.all().filter(one -> ALL || seen.add(one.language() + " " + one.row()));
    }

    protected static Stream<String> languagesInDetail() {
        return ALL ? languages() : Stream.of("python", "rust");
    }

    protected static Stream<String> compiledLanguages() {
        return ALL ? SandboxContract.compiledLanguages() : Stream.of("rust");
    }

    @AfterAll
    void disconnect() throws IOException {
        client.close();
    }

    /** Again where none was waiting: one may be listed a moment before it can be taken. */
    @Override
    protected ExecutionResult execute(ExecutionRequest.Builder request) {
        List<Long> kinds = kinds(request.build());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (used.containsAll(kinds)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> waiting().containsAll(kinds));
            }
            used.addAll(kinds);
            Instant start = Instant.now();
            ExecutionResult result = super.execute(request);
            if (coldContainersOf(result.executionId(), start).isEmpty()) {
                return result;
            }
        }
        throw new AssertionError("no container was waiting at any attempt");
    }

    /** A container that waits is made for no execution yet; a cold one bears the execution's id from its beginning. */
    private List<String> coldContainersOf(String executionId, Instant start) {
        List<String> created = new ArrayList<>();
        try {
            client.eventsCmd()
                    .withSince(seconds(start))
                    .withUntil(seconds(Instant.now()))
                    .withLabelFilter(Map.of(Labels.AGENT, agent))
                    .withEventFilter("create")
                    .exec(new ResultCallback.Adapter<Event>() {
                        @Override
                        public void onNext(Event event) {
                            if (executionId.equals(
                                    event.getActor().getAttributes().get(Labels.EXECUTION))) {
                                created.add(event.getId());
                            }
                        }
                    })
                    .awaitCompletion();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return created;
    }

    private static String seconds(Instant instant) {
        return String.format("%d.%09d", instant.getEpochSecond(), instant.getNano());
    }

    /** What containers it takes, as far as they differ here: in their memory. */
    private List<Long> kinds(ExecutionRequest request) {
        EngineConfiguration configuration = configuration();
        long own = request.limits().memoryBytes();
        return configuration.languages().get(request.language()).isCompiled()
                ? List.of(own, configuration.compileLimits().memoryBytes())
                : List.of(own);
    }

    private List<Long> waiting() {
        return client
                .listContainersCmd()
                .withLabelFilter(Map.of(Labels.AGENT, agent, Labels.EXECUTION, Labels.NONE_YET))
                .exec()
                .stream()
                .map(Container::getId)
                .map(id -> client.inspectContainerCmd(id).exec().getHostConfig().getMemory())
                .toList();
    }
}
