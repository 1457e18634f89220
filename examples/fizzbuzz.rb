# What every interview asks for.
(1..30).each do |n|
  word = ''
  word += 'Fizz' if (n % 3).zero?
  word += 'Buzz' if (n % 5).zero?
  puts word.empty? ? n : word
end
