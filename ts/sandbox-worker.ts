import { pluginWorkerMain } from './sandbox/plugin/worker-main.js';

pluginWorkerMain();
