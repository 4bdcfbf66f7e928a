/** The playground as a page that carries all of itself and is opened without a server. */
import '../styles/page.css';
import '../components/playground.js';
