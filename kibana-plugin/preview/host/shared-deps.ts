// What Kibana shares with its plugins, from the packages of one end. The names are Kibana's.
Object.assign(window, {
  __kbnSharedDeps__: {
    ElasticCharts: require('@elastic/charts'),
    ElasticEui: require('@elastic/eui'),
    EmotionCache: require('@emotion/cache'),
    EmotionReact: require('@emotion/react'),
    History: require('history'),
    KbnI18n: require('./kbn-i18n'),
    Moment: require('moment'),
    React: require('react'),
    ReactDom: require('react-dom'),
    ReactRouterDom: require('react-router-dom'),
    Rxjs: require('rxjs'),
  },
});
