import { join } from 'node:path';
import { outboxMails, type OutboxMail } from '../../src/platform/mail/outbox.ts';

/** The newest mail to an address whose subject fits. Waits for it: mails leave a moment after the page has answered. */
export const mailTo = async (dataDir: string, address: string, subject: RegExp, patience = 15_000): Promise<OutboxMail> => {
  const until = Date.now() + patience;
  for (;;) {
    const found = (await outboxMails(join(dataDir, 'outbox'))).find((mail) => mail.to.includes(address) && subject.test(mail.subject));
    if (found) return found;
    if (Date.now() > until) throw new Error(`No mail to ${address} with a subject like ${subject}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** The six digits of the code that was sent last to this address. */
export const codeFor = async (dataDir: string, address: string): Promise<string> => {
  const { subject } = await mailTo(dataDir, address, /\d{6}/);
  return /\d{6}/.exec(subject)?.[0] ?? '';
};
