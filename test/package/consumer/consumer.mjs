import * as pullback from 'pullback';
import * as data from 'pullback/data';
import * as models from 'pullback/models';
import * as nn from 'pullback/nn';
import * as optim from 'pullback/optim';
import * as testing from 'pullback/testing';
import * as train from 'pullback/train';
import * as viz from 'pullback/viz';
import { use } from './use.cjs';

await use(pullback, nn, optim, train, models, data, viz, testing);
