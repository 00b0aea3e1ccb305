import type { Domain } from '../../platform/domain.ts';
import { cardOf } from '../../platform/lists/office.ts';
import { calendarApi } from './calendar/api.ts';
import { remindOfReport, setCalendar, stopCalendar } from './calendar/commands.ts';
import { jobs } from './calendar/jobs.ts';
import { calendarPages } from './calendar/pages.tsx';
import { meanings } from './meanings.ts';
import { messages } from './messages/index.ts';
import { moves } from './moves.ts';
import { oversightApi } from './oversight/api.ts';
import { addErratum, answerQuestion, askQuestion, assignQuestion } from './oversight/commands.ts';
import * as promises from './promises/index.ts';
import { api } from './report/api.ts';
import { dueQuestions, readDue } from './report/due.ts';
import { reportList } from './report/list.ts';
import { reportPages } from './report/pages.tsx';
import { partPages } from './report/part-pages.tsx';
import { search } from './report/search.ts';
import { startReport } from './report/start.ts';
import { acknowledgeReport, approveReport, archiveReport, changeReport, returnReport, sendToReview, submitReport } from './report/steps.ts';
import { takeInReport } from './report/take-in.ts';
import { sectionApi } from './sections/api.ts';
import { addIssueSections, addSection, moveSection, removeSection, writeSection } from './sections/commands.ts';
import { sectionPages } from './sections/pages.tsx';
import { owned } from './tables.ts';

export { verifyReport, writeReport } from './report/command-line.ts';
export { type FileFormat, fileFormats } from './report/files.ts';

export const reports: Domain = {
  name: 'reports',
  moves,
  tables: owned,
  rights: ['report.write', 'report.review', 'report.approve', 'report.submit', 'report.oversee'],
  commands: [
    setCalendar,
    stopCalendar,
    remindOfReport,
    startReport,
    takeInReport,
    changeReport,
    archiveReport,
    addSection,
    addIssueSections,
    writeSection,
    moveSection,
    removeSection,
    sendToReview,
    returnReport,
    approveReport,
    submitReport,
    acknowledgeReport,
    addErratum,
    askQuestion,
    assignQuestion,
    answerQuestion,
  ],
  pages: (app) => {
    calendarPages(app);
    sectionPages(app);
    reportPages(app);
    partPages(app);
    promises.pages(app);
  },
  api: [...calendarApi, ...api, ...oversightApi, ...sectionApi, ...promises.api],
  lists: [cardOf(reportList), promises.promiseCard],
  jobs,
  meanings,
  menu: [{ area: 'work', label: 'report.menu', href: '/reports', place: 3 }, promises.menu],
  messages: {
    en: { ...messages.en, ...promises.messages.en },
    fr: { ...messages.fr, ...promises.messages.fr },
    es: { ...messages.es, ...promises.messages.es },
    ar: { ...messages.ar, ...promises.messages.ar },
  },
  due: {
    questions: (db, actor, today) => (actor.personId === null ? {} : dueQuestions(db, actor, today)),
    read: readDue,
  },
  search,
};
