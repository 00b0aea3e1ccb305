import { join } from 'node:path';
import { type OutboxMail, outboxMails } from '../../src/platform/mail/outbox.ts';

/** The newest mail to an address whose subject fits, written at or after `since` (epoch milliseconds). Waits for it: mails leave a moment after the page has answered. */
export const mailTo = async (dataDir: string, address: string, subject: RegExp, since = 0): Promise<OutboxMail> => {
  const until = Date.now() + 20_000;
  for (;;) {
    const found = (await outboxMails(join(dataDir, 'outbox'))).find(
      (mail) => Number.parseInt(mail.file, 10) >= since && mail.to.includes(address) && subject.test(mail.subject),
    );
    if (found) return found;
    if (Date.now() > until) throw new Error(`No mail to ${address} with a subject like ${subject}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** The six digits of the code that was sent to this address at or after `since`. */
export const codeFor = async (dataDir: string, address: string, since: number): Promise<string> => {
  const { subject } = await mailTo(dataDir, address, /\d{6}/, since);
  return /\d{6}/.exec(subject)?.[0] ?? '';
};
