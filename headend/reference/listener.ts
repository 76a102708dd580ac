import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** A port that can really stop listening, so that connections are refused, and come back on the same number. */
export interface Listener {
  readonly port: number;
  up(): Promise<void>;
  down(): Promise<void>;
}

export async function listen(app: FastifyInstance, host: string, port: number): Promise<Listener> {
  await app.ready();
  let server: Server | null = await open(app, host, port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    port: taken,
    async up() {
      server ??= await reopen(app, host, taken);
    },
    async down() {
      const closing = server;
      server = null;
      if (closing === null) return;
      const closed = new Promise((resolve) => closing.close(resolve));
      closing.closeAllConnections();
      await closed;
    },
  };
}

function open(app: FastifyInstance, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => app.routing(request, response));
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** The system may hand the number to a short-lived connection meanwhile; it comes free again. */
async function reopen(app: FastifyInstance, host: string, port: number): Promise<Server> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await open(app, host, port);
    } catch (error) {
      if (tries === 20) throw error;
      await delay(100);
    }
  }
}
