import './components/playground.js';
import { keepForOffline } from './offline/register.js';

if (import.meta.env.PROD) keepForOffline();
