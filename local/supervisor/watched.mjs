// Loaded before api and worker in development. Under `node --watch`, worker threads report every module they load
// by a message to their parent; Temporal's SDK takes those for its own and dies of them. The main thread has read
// the variable by now and goes on reporting, so edits are still noticed.
delete process.env.WATCH_REPORT_DEPENDENCIES;
