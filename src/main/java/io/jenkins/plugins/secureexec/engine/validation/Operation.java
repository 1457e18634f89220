package io.jenkins.plugins.secureexec.engine.validation;

/** What the folding can do with constants. */
enum Operation {
    /** Symbol: the member of argument 1 that argument 2 names. */
    MEMBER,
    /** Symbols: the arguments themselves, copied, wrapped or made the prototype of something. */
    OBJECTS,
    /** Symbol: all members of argument 1, {@code [all]}. */
    MEMBERS,
    /** Of a method: any item of the list that it is called on. */
    ITEM,
    /** Of a method: the list that it is called on, or some of its items. */
    LIST,
    /** Symbol: the module that argument 1 names. */
    IMPORT,
    /** Symbol: the module that argument 2 names, to be loaded when what argument 1 names is used. */
    IMPORT_LATER,
    /** Symbol: what fetches the members that the arguments name from anything. */
    GETTER,
    /** Symbol: what calls the method that argument 1 names on anything, with the other arguments. */
    CALLER,
    /**
     * Symbol: what returns the global object, where argument 1 says {@code return this} and nothing else. Without
     * arguments there is no code in it.
     */
    GLOBAL,
    /** Symbol: with the number of arguments, where functions share a name: {@code remove(1)}. */
    ARITY,
    /** Symbol: what runs the functions that it is given; what else it is given but numbers, it takes for code. */
    RUNNER,
    /** Symbol: what opens a file; one of the standard streams where it is given their number and nothing else. */
    STREAM,
    /** Symbol: what tells whether argument 1 has something, and does nothing else with it. */
    QUESTION,
    /** Symbol: what reads back what another function, in the same module and with nothing else to do, has written. */
    COPY,
    /** Symbol: the member of the function itself that argument 1 names, such as a system property. */
    ENTRY,
    /** Symbol, of a method: the member that argument 1 names is called or fetched, of the object or of no object. */
    SEND,
    /** The texts one after another. */
    CONCAT,
    /** The argument's items with the text between them. */
    JOIN,
    /** As JOIN, and with nothing between them where no text is given. */
    GLUE,
    /** The parts of a file's name with slashes between them. */
    PATH,
    /** As PATH, with what cancels out left out. */
    MODULE_PATH,
    /** As MODULE_PATH, from the last part that begins at the root, or else beside the file. */
    ABSOLUTE_PATH,
    /** Of two values: whether they are alike; no value of theirs. */
    COMPARISON,
    /** The text's placeholders filled with the arguments. */
    FORMAT,
    /** Argument 1 in the text replaced by argument 2. */
    REPLACE,
    LOWER,
    UPPER,
    /** The text without blanks at its ends, or without the characters of argument 2. */
    TRIM,
    /** The text as it is. */
    SAME,
    /** The characters of the numbers. */
    CHARACTERS,
    /** The bytes written in hexadecimal. */
    HEX,
    BASE64,
    /** The bytes that a text writes as percent signs and two digits. */
    PERCENT,
    /** The text or list backwards. */
    REVERSE,
    /** The text's parts. */
    SPLIT,
    /** The text or list so many times. */
    REPEAT
}
