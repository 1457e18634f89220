/** The build step of a freestyle job. */
package io.jenkins.plugins.secureexec.freestyle;
