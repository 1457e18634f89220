package io.jenkins.plugins.secureexec.report;

import com.fasterxml.jackson.core.JsonGenerator;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.secureexec.engine.EngineMapper;
import io.jenkins.plugins.secureexec.engine.ExecutionResult;
import io.jenkins.plugins.secureexec.engine.history.ExecutionLog;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * The snippets that a build ran. They are in a file of the build's directory, read when somebody looks; build.xml holds
 * no more than that there are some.
 */
public class ExecutionsAction implements RunAction2 {
    private static final String FILE = "secure-exec.jsonl";

    private transient Run<?, ?> run;

    /** Records an execution on a build. */
    public static void record(Run<?, ?> run, ExecutionResult result) throws IOException {
        log(run).append(StoredOutput.limited(result));
        synchronized (run) {
            if (run.getAction(ExecutionsAction.class) == null) {
                run.addAction(new ExecutionsAction());
                run.save();
            }
        }
    }

    private static ExecutionLog log(Run<?, ?> run) {
        return new ExecutionLog(run.getRootDir().toPath().resolve(FILE));
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** The rows of the table, in the order in which the executions ended. */
    public List<ExecutionRow> getRows() throws IOException {
        try (Stream<ExecutionResult> results = log(run).read()) {
            return results.map(ExecutionRow::new).toList();
        }
    }

    /** What the build's own page says about them. */
    public ExecutionCounts getCounts() throws IOException {
        try (Stream<ExecutionResult> results = log(run).read()) {
            return ExecutionCounts.of(results);
        }
    }

    /** Answers {@code {"executions": [...]}}, with an execution as the log has it. */
    @GET
    public void doJson(StaplerResponse2 response) throws IOException, ServletException {
        run.checkPermission(Item.READ);
        response.setContentType("application/json;charset=UTF-8");
        try (Stream<ExecutionResult> results = log(run).read();
                JsonGenerator json = EngineMapper.JSON.createGenerator(response.getOutputStream())) {
            json.writeStartObject();
            json.writeArrayFieldStart("executions");
            for (Iterator<ExecutionResult> rest = results.iterator(); rest.hasNext(); ) {
                json.writePOJO(rest.next());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    @NonNull
    @Override
    public String getIconFileName() {
        return "symbol-lock-closed";
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.ExecutionsAction_displayName();
    }

    @NonNull
    @Override
    public String getUrlName() {
        return "secure-exec";
    }
}
