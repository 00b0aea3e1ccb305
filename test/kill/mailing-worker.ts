import { openProgram } from '../../src/app/program.ts';
import { deliverMailings } from '../../src/domains/mailings/mailing/jobs.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { silent } from '../../src/platform/log/log.ts';
import { sendWaiting } from '../../src/platform/mail/send.ts';
import { openTransport } from '../../src/platform/mail/transport.ts';

// One life of a program that sends what waits, as the serving program does, until it is killed. With `once` it ends when nothing is left.

const config = readConfig(process.env, process.cwd());
const { services, close } = await openProgram(config, silent);
const transport = openTransport(config);
process.send?.('open');
for (;;) {
  await deliverMailings(services, new Date().toISOString());
  const { sent, failed } = await sendWaiting(services, transport);
  if (sent + failed > 0) continue;
  if (process.argv[2] === 'once') break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await close();
process.exit(0);
