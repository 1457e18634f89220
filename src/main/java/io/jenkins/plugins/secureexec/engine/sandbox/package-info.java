/**
 * What both sandboxes share: the contract of a sandbox, one stage of work in it, and the capture of output.
 * A sandbox runs a command on given files within given limits; it knows nothing of validation, history or statuses
 * beyond the limits that it enforces itself.
 */
package io.jenkins.plugins.secureexec.engine.sandbox;
