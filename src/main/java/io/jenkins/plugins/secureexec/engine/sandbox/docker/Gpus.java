package io.jenkins.plugins.secureexec.engine.sandbox.docker;

import com.github.dockerjava.api.model.DeviceRequest;
import java.util.List;

/** GPUs as {@code docker run --gpus} takes them: {@code all}, a count, or device ids with commas. */
final class Gpus {
    private Gpus() {}

    static DeviceRequest request(String asked) {
        DeviceRequest request = new DeviceRequest().withCapabilities(List.of(List.of("gpu")));
        if (asked.equals("all")) {
            return request.withCount(-1);
        }
        return asked.matches("\\d{1,4}")
                ? request.withCount(Integer.parseInt(asked))
                : request.withDeviceIds(List.of(asked.split(",")));
    }
}
