// What is walked through previews otherwise is walked through the Kibana that KIBANA_URL names.
process.env['WALK_IN'] = 'kibana';
