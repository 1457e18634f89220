package io.jenkins.plugins.secureexec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A request takes one road through the rooms, and never back. */
@AnalyzeClasses(packagesOf = RoomsTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule policy_knows_only_the_engine = noClasses()
            .that()
            .resideInAPackage("..secureexec.policy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..secureexec.agent..", "..secureexec.step..", "..secureexec.freestyle..", "..secureexec.report..");

    @ArchTest
    static final ArchRule agent_knows_only_the_engine = noClasses()
            .that()
            .resideInAPackage("..secureexec.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..secureexec.policy..",
                    "..secureexec.step..",
                    "..secureexec.freestyle..",
                    "..secureexec.report..");

    @ArchTest
    static final ArchRule report_knows_only_the_engine = noClasses()
            .that()
            .resideInAPackage("..secureexec.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..secureexec.policy..", "..secureexec.step..", "..secureexec.freestyle..", "..secureexec.agent..");

    @ArchTest
    static final ArchRule step_does_not_know_freestyle = noClasses()
            .that()
            .resideInAPackage("..secureexec.step..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..secureexec.freestyle..");
}
