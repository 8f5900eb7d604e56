/** The built studio: files with a hash in their name for ever, the page itself never kept, other paths are its own routes. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { ApiError } from './problems.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;

/** @param folder where `vite build` put the studio */
export function createStudioRouter(folder: string): Router {
  const root = resolve(folder);
  const router = Router();
  router.use(
    '/assets',
    express.static(join(root, 'assets'), { immutable: true, maxAge: YEAR_MS, index: false, redirect: false }),
    // A file of an older build: a page instead of it would only break the browser in a stranger way.
    (_request, _response, next) => next(new ApiError('not_found')),
  );
  router.use(
    express.static(root, { index: false, redirect: false, cacheControl: false, setHeaders: revalidate }),
  );
  router.get('/{*path}', sendPage(root));
  return router;
}

function revalidate(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader('cache-control', 'no-cache');
}

function sendPage(root: string): RequestHandler {
  return (request, response, next) => {
    if (!request.accepts('html')) return next();
    if (!existsSync(join(root, 'index.html'))) {
      response.status(503).type('text').send('The studio is not built yet: run `npm run build`.\n');
      return;
    }
    revalidate(response);
    response.sendFile('index.html', { root, cacheControl: false, dotfiles: 'allow' });
  };
}
