/*
 * The page: it shows the machine that runs in its worker and passes on what the user does.
 */
import { Board } from './page/board.js';
import { byId, setText } from './page/dom.js';
import { Jobs } from './page/jobs.js';
import { MachineClient } from './page/machine-client.js';
import { MachinePanel } from './page/machine-panel.js';
import { ProgramPanel } from './page/program-panel.js';
import { Scope } from './page/scope.js';
import { Terminals } from './page/terminals.js';
import { installTheme } from './page/theme.js';
import { WirePanel } from './page/wire-panel.js';
import type { MachineMessage } from './protocol.js';

const STANDARD = { preset: 'pi5' };

const SUGGESTIONS = [
  'gpiodetect',
  'gpioinfo GPIO17 GPIO22',
  'gpiomon GPIO17',
  'gpionotify GPIO22',
  'gpioset -t 500ms GPIO22=1',
  'gpioset -i GPIO22=0',
];

const notice = byId('notice', HTMLElement);
const noticeText = byId('notice-text', HTMLElement);
const stuck = byId('stuck', HTMLElement);

function tell(message: string): void {
  setText(noticeText, message);
  notice.hidden = false;
}

byId('notice-close', HTMLButtonElement).addEventListener('click', () => {
  notice.hidden = true;
});

installTheme();

const client = new MachineClient({
  onMessage: receive,
  onStuck: (isStuck) => {
    stuck.hidden = !isStuck;
  },
  onBroken: (message) =>
    tell(`The simulated machine broke: ${message}. Start it anew, or reload the page.`),
});
const send = client.send.bind(client);
const board = new Board({
  header: byId('board', HTMLElement),
  chips: byId('chips', HTMLElement),
  onPull: (index, direction) => send({ type: 'pull', index, direction }),
});
const scope = new Scope();
const jobs = new Jobs(send);
new Terminals(jobs, SUGGESTIONS);
const program = new ProgramPanel(send);
const wires = new WirePanel(send);
const machine = new MachinePanel(STANDARD, {
  boot: (choice) => send({ type: 'boot', choice }),
  onChoose: () => {
    notice.hidden = true;
  },
});

/** Ends everything that runs, and begins with the same machine. */
function restart(): void {
  jobs.allGone();
  program.gone();
  client.start(machine.current);
}

byId('restart', HTMLButtonElement).addEventListener('click', restart);
byId('stuck-restart', HTMLButtonElement).addEventListener('click', restart);

function receive(message: MachineMessage): void {
  switch (message.type) {
    case 'presets':
      machine.offer(message.presets);
      break;
    case 'booted':
      machine.accepted();
      board.build(machine.title, machine.preset, message.chips);
      scope.build(message.chips);
      wires.build(message.chips);
      document.body.dataset.ready = 'true';
      break;
    case 'refused':
      if (message.what === 'wire') wires.refused(message.message);
      else if (!machine.refused(message.message)) {
        tell(message.message);
        // The address asked for what there is not.
        if (document.body.dataset.ready === undefined) machine.choose(STANDARD);
      }
      break;
    case 'wired':
      wires.wired();
      break;
    case 'lines':
      board.show(message.states);
      scope.show(message.states, message.edges);
      wires.show(message.states);
      break;
    case 'output':
      jobs.get(message.job)?.owner.onOutput(message.text);
      break;
    case 'mode':
      jobs.get(message.job)?.owner.onMode(message.raw);
      break;
    case 'detached':
      jobs.get(message.job)?.owner.onDetached();
      break;
    case 'exit':
      jobs.exited(message.job, message.status);
      break;
    case 'console':
      program.print(message.lines);
      break;
    case 'program-ended':
      program.ended(message);
      break;
  }
}

client.start(machine.begin());
