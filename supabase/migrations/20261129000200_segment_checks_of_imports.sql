-- An import wakes no flows by what it changes on contacts, so these changes are routed past everybody, watched segments among them.
-- It writes down itself which contacts their segments have to look at.
grant insert on private.segment_checks to parley_worker;
