import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// `npm run dev` shows the page with hot reload over a running server: the mock by default.
const server = process.env['MAREA_URL'] ?? 'http://127.0.0.1:7071';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    // The live page, and the page that documents the API.
    rolldownOptions: { input: ['index.html', 'docs.html'] },
    // The charts are most of the script; they are one cacheable file and load once.
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': server } },
  test: { include: ['src/**/*.test.ts'] },
});
