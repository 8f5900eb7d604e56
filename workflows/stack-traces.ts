/**
 * Runs once per sandbox, before every workflow. For the query of its call stack the SDK takes a stack trace of every promise and looks
 * each frame up in the source map: half of what a turn costs the workflow thread (measured). Where a run is, `state` and the current
 * details say better; an error keeps type and message, and replaying its history locally shows the stack.
 */
Error.stackTraceLimit = 0;
