import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Config } from '../config/config.ts';
import { writeToOutbox } from './outbox.ts';

/** A waiting mail as it stands in the table. */
export interface WaitingMail {
  id: number;
  recipient: string;
  language: string;
  subject: string;
  body: string;
  html: string | null;
  headers: Record<string, string>;
  created_at: string;
  tries: number;
}

export interface MailTransport {
  /** Resolves when the mail was taken over; throws what nodemailer throws. Never lasts longer than `longestSend`. */
  send(mail: WaitingMail): Promise<void>;
  /** Lets go of open connections until the next mail. */
  rest(): void;
}

/** Milliseconds after which a sending is broken off; the claim on a mail lasts longer, so that no second process takes it meanwhile. */
export const longestSend = 4 * 60_000;

/** SMTP where `MAIL_URL` is set, otherwise a file per mail in the folder `outbox` of the data folder. */
export const openTransport = (config: Pick<Config, 'mailUrl' | 'mailFrom' | 'dataDir'>): MailTransport =>
  config.mailUrl ? smtpTransport(config.mailUrl, config.mailFrom) : outboxTransport(outboxFolder(config.dataDir), config.mailFrom);

export const outboxFolder = (dataDir: string): string => join(dataDir, 'outbox');

/** Addresses with letters beyond ASCII before the @ go out with SMTPUTF8 (RFC 6531); a server without it refuses them. */
export const smtpTransport = (url: string, from: string): MailTransport => {
  const open = () =>
    createTransport({
      ...limits,
      url,
      pool: true,
      maxConnections: 3,
      // Trying again is ours: a message whose answer was lost must not go out twice at once.
      maxRequeues: 0,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  let pool: ReturnType<typeof open> | undefined;
  return {
    send: async (mail) => {
      pool ??= open();
      await pool.sendMail({ ...messageOf(mail, from), signal: AbortSignal.timeout(longestSend) });
    },
    rest: () => {
      pool?.close();
      pool = undefined;
    },
  };
};

const limits = { connectionTimeout: 20_000, greetingTimeout: 20_000, dnsTimeout: 20_000, socketTimeout: 60_000 };

export const outboxTransport = (folder: string, from: string): MailTransport => {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    send: async (mail) => {
      const { message } = await composer.sendMail({ ...messageOf(mail, from), textEncoding: 'base64' });
      await writeToOutbox(folder, mail.id, message as Buffer);
    },
    rest: () => {},
  };
};

/** The recipient is given as an object, so that a comma in it never makes two of it. */
const messageOf = (mail: WaitingMail, from: string): SendMailOptions => ({
  from,
  to: [{ name: '', address: mail.recipient }],
  subject: mail.subject,
  text: mail.body,
  ...(mail.html === null ? {} : { html: mail.html }),
  // A mail sent again after a crash keeps its id, by which mailboxes drop the second copy.
  messageId: `<${mail.id}.${Date.parse(mail.created_at)}@${from.match(/@([a-z0-9.-]+)/i)?.[1] ?? 'localhost'}>`,
  headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language, ...mail.headers },
});
