// Ports of loopback for servers of the tests' own.
import { createServer } from 'node:net';

/** One that nobody uses at this moment. */
export const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
