import { holdsWhatever } from './fixtures/site/model';

holdsWhatever(['undo'], 200, process.env.HOWDAH_MODEL_TIMES);
