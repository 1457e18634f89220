/**
 * Carries a resolved request to the agent and its result back. What comes back is not trusted: it is read leniently,
 * checked for size and cleaned again.
 */
package io.jenkins.plugins.secureexec.agent;
