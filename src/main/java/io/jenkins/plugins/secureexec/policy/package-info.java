/**
 * What may run: turns what an author wrote into a resolved request, or refuses it in words. All of it happens on the
 * controller, so an agent cannot change the decision.
 */
package io.jenkins.plugins.secureexec.policy;
