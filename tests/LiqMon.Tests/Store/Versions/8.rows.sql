UPDATE state SET is_simulated = 1;
