/** The Pipeline step: what the author wrote apart from what happens. */
package io.jenkins.plugins.secureexec.step;
