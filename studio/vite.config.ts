import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const apiUrl = process.env.STUDIO_API_URL ?? 'http://127.0.0.1:4000';
const proxy = Object.fromEntries(
  ['/v1', '/config.json', '/webhooks', '/openapi.json', '/docs'].map((path) => [
    path,
    { target: apiUrl, changeOrigin: false },
  ]),
);

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // NOTE: nothing becomes a data: address, so that the CSP can stay at 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy },
});
